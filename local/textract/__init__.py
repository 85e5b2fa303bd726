"""An Amazon Textract on this machine: boto3 speaks to it, a local OCR engine answers."""
