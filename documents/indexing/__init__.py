"""Do what is asked for behind: parse, embed, build index versions, import. Workers call these, nobody waits."""
