"""Where replies are kept with their evidence: in memory, in a journal file, or in a database.

`memory` and `journal` need nothing but this project; `sql` needs the extra `store`, and
`postgres` on top for PostgreSQL. Nothing is imported here, so that the terminal starts fast.
"""
