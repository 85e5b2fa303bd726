"""All that runs in AWS Lambda: one asset, imported as `lambdas.*` everywhere."""
