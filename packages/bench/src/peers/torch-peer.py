"""PyTorch on one thread, measured when asked: JSON lines in, JSON lines out (see peer-protocol.ts)."""
import json
import statistics
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

LAYERS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
TURN_S = 1.5
WARM_UP_S = 0.8
TIMING_S = 0.010


def training_step(kind, batch, time, features, units, outputs):
    layer = LAYERS[kind](features, units, batch_first=True)
    head = torch.nn.Linear(units, outputs)
    parameters = [*layer.parameters(), *head.parameters()]
    optimiser = torch.optim.Adam(parameters, lr=1e-5)
    xs = torch.randn(batch, time, features)
    labels = torch.randint(0, outputs, (batch,))

    def run():
        hs, _ = layer(xs)
        loss = torch.nn.functional.cross_entropy(head(hs[:, -1]), labels)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimiser.step()
        loss.item()

    return run


def streaming_step(kind, features, units):
    layer = LAYERS[kind](features, units)
    x = torch.randn(1, 1, features)
    state = [None]

    def run():
        with torch.no_grad():
            _, state[0] = layer(x, state[0])

    return run


def prepare(case, sizes):
    kind, what = case.split("-")
    run = (training_step if what == "train" else streaming_step)(kind, **sizes)
    start, calls = time.perf_counter(), 0
    while calls < 2 or time.perf_counter() - start < WARM_UP_S:
        run()
        calls += 1
    per_call = (time.perf_counter() - start) / calls
    return run, max(1, int(TIMING_S / per_call))


def timing(run, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return 1e3 * (time.perf_counter() - start) / repeats


def measure(ready, case, sizes, repeat):
    key = json.dumps([case, sizes], sort_keys=True)
    if key not in ready:
        ready[key] = prepare(case, sizes)
    run, repeats = ready[key]
    timing(run, (repeats + 1) // 2)
    samples, start = [], time.perf_counter()
    while not samples or (len(samples) < repeat and time.perf_counter() - start < TURN_S):
        samples.append(timing(run, repeats))
    return {"medianMs": statistics.median(samples), "samples": samples}


def check(request):
    """h of every step with given weights. Ours: gates i, f, o, g and r, z, n; here i, f, g, o and r, z, n."""
    kind, features, units = request["check"], request["features"], request["units"]
    order = {"lstm": [0, 1, 3, 2], "gru": [0, 1, 2]}[kind]

    def blocks(values, rows):
        matrix = torch.tensor(values).reshape(rows, len(order), units)
        return matrix[:, order].reshape(rows, -1).T.contiguous()

    layer = LAYERS[kind](features, units)
    with torch.no_grad():
        layer.weight_ih_l0.copy_(blocks(request["wx"], features))
        layer.weight_hh_l0.copy_(blocks(request["wh"], units))
        layer.bias_ih_l0.copy_(blocks(request["b"], 1)[:, 0])
        layer.bias_hh_l0.zero_()
        if request["bn"]:
            layer.bias_hh_l0[2 * units :] = torch.tensor(request["bn"])
        hs, _ = layer(torch.tensor(request["inputs"]).reshape(-1, 1, features))
    return {"outputs": hs.flatten().tolist()}


def main():
    ready = {}
    print(json.dumps({"name": "torch", "version": torch.__version__}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "check" in request:
                answer = check(request)
            else:
                answer = measure(ready, request["case"], request["sizes"], request["repeat"])
        except Exception as error:  # the reader shall see what went wrong
            answer = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(answer), flush=True)


main()
