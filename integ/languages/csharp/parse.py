"""Prints each C# file below a folder that is no C#, and then how many there are."""
import sys
from pathlib import Path

import tree_sitter_c_sharp
from tree_sitter import Language, Parser

parser = Parser(Language(tree_sitter_c_sharp.language()))
files = sorted(Path(sys.argv[1]).rglob("*.cs"))
for file in files:
    if parser.parse(file.read_bytes()).root_node.has_error:
        print(file)
print(f"{len(files)} files")
