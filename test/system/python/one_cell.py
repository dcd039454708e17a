"""Runs one cell by nbclient on the kernel `tunebook-test` and prints the cell's outputs as JSON."""

import json
import sys

import nbclient
import nbformat

notebook = nbformat.v4.new_notebook(
    cells=[nbformat.v4.new_code_cell(sys.argv[1])],
    metadata={"kernelspec": {"name": "tunebook-test", "display_name": "", "language": "typescript"}},
)
nbclient.NotebookClient(notebook, timeout=60).execute()
cell = notebook.cells[0]
print(json.dumps({"execution_count": cell.execution_count, "outputs": cell.outputs}))
