"""Tests of the judge's look for irregularities, and of what people do about them."""
