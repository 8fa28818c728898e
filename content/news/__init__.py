"""Fresh reporting: what feeds and pages bring, before an editor has made a claim of it.

Everything here is pure. Whatever is shown of it is a quotation with publisher, date and link.
"""
