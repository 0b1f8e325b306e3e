"""Read pages, typeset or pictured: their words, in reading order, with tables and headings."""
