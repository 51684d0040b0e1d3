"""Have notes cosigned by a witness with `aics-witness`' own client.

`python in_feeder.py URL VKEY asked.json`: a list of signed notes, each with the proofs that lead to
it by the size that they begin at. Prints for each the cosignature, or the status of the refusal.
"""

import base64
import json
import sys
from pathlib import Path

from aics_tlog import parse_vkey
from aics_witness.feeder import WitnessClient, WitnessRejected

url, vkey, path = sys.argv[1:]
answers = []
with WitnessClient(url, parse_vkey(vkey)) as client:
    for asked in json.loads(Path(path).read_text(encoding="utf-8")):

        def proof(old, _new, proofs=asked["proofs"]):
            return [base64.b64decode(each) for each in proofs[str(old)]]

        try:
            answers.append(client.submit(asked["note"], proof))
        except WitnessRejected as refusal:
            answers.append(refusal.status)
print(json.dumps(answers))
