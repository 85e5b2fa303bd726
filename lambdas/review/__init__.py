"""When people must look at a document, and what their answers make of it; pure."""
