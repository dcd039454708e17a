"""jupyter_kernel_test on the kernel `tunebook-test`: the tests named as arguments.

Prints one JSON object: how many ran, which were skipped and why, which failed and how.
"""

import json
import sys
import unittest

import jupyter_kernel_test


class KernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "tunebook-test"
    language_name = "typescript"
    file_extension = ".ts"

    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('oops')"
    code_generate_error = "throw new RangeError('too far')"
    code_page_something = "Math.max?"
    code_clear_output = "(globalThis as any)[Symbol.for('tunebook.host')].clear()"
    code_inspect_sample = "Math.max"

    completion_samples = [
        {"text": "Math.log1", "matches": {"log10", "log1p"}},
        {"text": "'abc'.toUpper", "matches": {"toUpperCase"}},
    ]

    complete_code_samples = ["1 + 1", "const a = `x`", "if (true) { 1 }", "%check"]
    incomplete_code_samples = ["if (true) {", "Math.max(", "const b = `x", "/* and"]
    invalid_code_samples = ["const = 1", "1 +* 2", "'x"]

    code_execute_result = [
        {"code": "1 + 2", "result": "3"},
        {"code": "[1, 'a', { b: true }]", "result": "[ 1, 'a', { b: true } ]"},
        {"code": "const n: number = 4; n", "result": "4"},
    ]

    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "const n*"

    code_display_data = [
        {
            "code": "(globalThis as any)[Symbol.for('tunebook.host')]"
            ".display({ 'text/html': '<b>x</b>', 'text/plain': 'x' })",
            "mime": "text/html",
        }
    ]


class WelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "tunebook-test"
    support_iopub_welcome = True


suite = unittest.TestSuite(KernelTests(f"test_{name}") for name in sys.argv[1:])
suite.addTest(WelcomeTests("test_recv_iopub_welcome_msg"))
result = unittest.TextTestRunner(stream=sys.stderr, verbosity=2).run(suite)
print(
    json.dumps(
        {
            "ran": result.testsRun,
            "skipped": [[str(test), why] for test, why in result.skipped],
            "failed": [[str(test), how] for test, how in result.failures + result.errors],
        }
    )
)
