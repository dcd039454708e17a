"""Lets papermill give parameters to notebooks in TypeScript and JavaScript.

Written by "tunebook install --papermill"; "tunebook uninstall --papermill" takes it away. papermill
loads it as an engine, which is the one thing that it loads from other packages at its start; the
engine is papermill's own.
"""

import json
import math
import re

from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

DEFINITION = re.compile(
    r"^\s*(?:export\s+)?(?:let|const|var)\s+(?P<name>[^\W\d][\w$]*)\s*"
    r"(?::\s*(?P<type>[^=]+?))?\s*=(?!=)\s*(?P<value>.+?);?\s*(?://\s*(?P<help>.*))?$"
)


class TypeScriptTranslator(Translator):
    """Values as TypeScript writes them: JSON, and the numbers that JSON has not."""

    @classmethod
    def translate_none(cls, val):
        return "null"

    @classmethod
    def translate_escaped_str(cls, str_val):
        return json.dumps(str(str_val), ensure_ascii=False)

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "NaN"
        if math.isinf(val):
            return "Infinity" if val > 0 else "-Infinity"
        return repr(val)

    @classmethod
    def translate_dict(cls, val):
        # In brackets, so that a key "__proto__" is a key like any other.
        fields = (f"[{json.dumps(str(k), ensure_ascii=False)}]: {cls.translate(v)}" if str(k) == "__proto__"
                  else f"{json.dumps(str(k), ensure_ascii=False)}: {cls.translate(v)}" for k, v in val.items())
        return "{" + ", ".join(fields) + "}"

    @classmethod
    def translate_list(cls, val):
        return "[" + ", ".join(cls.translate(v) for v in val) + "]"

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"let {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """The parameters that the tagged cell defines, one a line: papermill --help-notebook."""
        found = (DEFINITION.match(line) for line in parameters_cell["source"].splitlines())
        return [
            Parameter(
                name=match["name"],
                inferred_type_name=(match["type"] or "None").strip(),
                default=match["value"].strip(),
                help=(match["help"] or "").strip(),
            )
            for match in found
            if match
        ]


for language in ("typescript", "javascript", "tunebook", "tunebook-javascript"):
    papermill_translators.register(language, TypeScriptTranslator)


class TunebookEngine(NBClientEngine):
    """papermill's own engine: what counts is that this module is loaded."""
