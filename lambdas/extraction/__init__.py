"""The meaning of Textract's blocks: answers in, values and renderings out; no I/O, no clock."""
