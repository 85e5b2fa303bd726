"""`papertray console`: a page on this machine, where people look at what Textract was unsure of."""
