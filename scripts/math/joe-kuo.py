"""Makes lib/math/joe-kuo.ts: the direction numbers of Joe and Kuo for the first 1024 dimensions.

    python3 -m pip install scipy
    python3 scripts/math/joe-kuo.py

They are read from SciPy, which ships the table "new-joe-kuo-6.21201" of
https://web.maths.unsw.edu.au/~fkuo/sobol/. The result is committed, so a build needs none of this.
"""

from pathlib import Path

import numpy as np
from scipy import stats

DIMENSIONS = 1024
HERE = Path(__file__).resolve().parents[2]

LICENCE = """Copyright (c) 2008, Frances Y. Kuo and Stephen Joe. All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted provided
that the following conditions are met:

  - Redistributions of source code must retain the above copyright notice, this list of conditions and the
    following disclaimer.
  - Redistributions in binary form must reproduce the above copyright notice, this list of conditions and
    the following disclaimer in the documentation and/or other materials provided with the distribution.
  - Neither the names of the copyright holders nor the names of the University of New South Wales and the
    University of Waikato and its contributors may be used to endorse or promote products derived from
    this software without specific prior written permission.

THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES,
INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR
PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS BE LIABLE FOR ANY DIRECT, INDIRECT,
INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND
ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR
OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH
DAMAGE."""


def base36(number):
    text = ""
    while True:
        number, digit = divmod(number, 36)
        text = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + text
        if number == 0:
            return text


table = np.load(Path(stats.__file__).parent / "_sobol_direction_numbers.npz")
entries = []
for polynomial, first in zip(table["poly"][1:DIMENSIONS], table["vinit"][1:DIMENSIONS]):
    degree = int(polynomial).bit_length() - 1
    # All of them are odd: half is enough.
    entries.append(" ".join(base36(int(number) // 2) for number in [polynomial, *first[:degree]]))

notice = "\n".join(f"// {line}".rstrip() for line in LICENCE.split("\n"))
rows = "\n".join(f'  "{entry}",' for entry in entries)
(HERE / "lib" / "math" / "joe-kuo.ts").write_text(
    f"""// Made by scripts/math/joe-kuo.py; do not edit.
//
// Direction numbers for Sobol's sequence: S. Joe and F. Y. Kuo, "Constructing Sobol sequences with better
// two-dimensional projections", SIAM Journal on Scientific Computing 30(5), 2008; their set
// new-joe-kuo-6.21201 (https://web.maths.unsw.edu.au/~fkuo/sobol/), which comes with this licence:
//
{notice}

/**
 * By dimension from the second on: a primitive polynomial over GF(2), then the first direction numbers,
 * as many as its degree; all of them odd, halved, in base 36.
 */
// prettier-ignore
export const JOE_KUO: readonly string[] = [
{rows}
];
"""
)
