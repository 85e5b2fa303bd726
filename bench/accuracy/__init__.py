"""How well the local Textract reads: its answers beside Amazon Textract's, page by page."""
