"""One module, one function: decode the event, call the pipeline, answer."""
