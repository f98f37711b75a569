"""The ledger (台账): a spreadsheet of applications, in and out.

A file becomes a `Sheet` of rows (`source`), a row an `Entry` (`row`), all rows together a `Reading` (`checking`), and
that applications with their logs (`importing`). The way back is `exporting`. The headings are the same both ways.
"""
