"""Lets a state machine copy an object with a tag and a type of its own.

The emulator's integration passes five parameters of a copy on. Its table of
them takes three more lines.
"""

from ministack.services import stepfunctions


def install() -> None:
    stepfunctions._S3_OP_SPECS["CopyObject"]["header_params"].update(
        Tagging="x-amz-tagging", ContentType="content-type", CacheControl="cache-control"
    )
