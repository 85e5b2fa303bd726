"""The local AWS: MiniStack on loopback, with IAM on, and our Textract behind the same URL."""
