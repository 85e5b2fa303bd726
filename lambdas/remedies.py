"""What to write in papertray.toml, by the setting or section that is wrong."""

from __future__ import annotations

from typing import Final

from lambdas.documents import Operation

REMEDIES: Final = {
    "operation": "use one of "
    + ", ".join(f'"{each}"' for each in Operation)
    + "; a profile names exactly one",
    "feature_types": 'use a list of "TABLES", "FORMS", "QUERIES", "SIGNATURES", "LAYOUT"',
    "adapters": 'use a list of { id = "...", version = "1" }',
    "date_order": 'use "DMY" or "MDY", or leave it out',
    "queries": 'use a list of { text = "What is ...?", alias = "SHORT_NAME" }',
    "min_confidence": "use a number from 0 to 100",
    "prefix": 'use the beginning of the keys, like "invoices/", or "" for all others',
    "encryption": 'use "managed" or "kms"',
    "architecture": 'use "arm64" or "x86_64"',
    "alarm_email": 'use one e-mail address, or ""',
    "keep_days": "use a number of days, 0 for ever",
    "log_days": "use a number of days",
    "stuck_minutes": "use a number of minutes from 5 to 10080",
    "profiles": "write a section [profiles.NAME] for each prefix",
    "concurrency": "use a whole number from 2 to 1000",
    "review": 'use by = "builtin", wait_days, and min_confidence, fields or sample_percent',
    "by": 'use "builtin", "a2i" or "a2i-textract"',
    "fields": 'use a list of { name = "Total", min_confidence = 95, required = true }',
    "type": 'use "date", "amount" or "number"',
    "sample_percent": "use a number from 0 to 100",
    "wait_days": "use a number of days from 1 to 365",
    "a2i": 'use workteam = "arn:aws:sagemaker:..." or "private"',
    "workteam": 'use the ARN of a workteam, "arn:aws:sagemaker:REGION:ACCOUNT:workteam/...", '
    'or "private" for one that the stack makes',
    "worker_email": "use one e-mail address, or leave it out",
    "reviewers": "use a number of people from 1 to 3",
    "minutes": "use a number of minutes from 1 to 480",
}
