"""Executes a notebook with nbclient on the kernel that it names: run_nbclient.py NOTEBOOK OUTPUT."""

import sys

import nbclient
import nbformat

source, target = sys.argv[1:]
notebook = nbformat.read(source, as_version=4)
# Neighbouring texts of one stream are one output, as Jupyter's own front ends store them.
nbclient.NotebookClient(notebook, timeout=300, coalesce_streams=True).execute()
nbformat.write(notebook, target)
