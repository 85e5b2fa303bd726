"""The operator's side: the `papertray` command. Works on AWS and on the local AWS alike."""
