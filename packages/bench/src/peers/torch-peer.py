"""PyTorch on one thread, measured when asked: JSON lines in, JSON lines out (see peer-protocol.ts)."""
import json
import re
import statistics
import sys
import time

import torch

torch.set_num_threads(1)
torch.set_num_interop_threads(1)

LAYERS = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
CELLS = {"lstm": torch.nn.LSTMCell, "gru": torch.nn.GRUCell}
TURN_S = 1.5
WARM_UP_S = 0.8
TIMING_S = 0.010
CHOICE_TURNS = 9


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


def sequence_step(kind, features, units):
    layer = LAYERS[kind](features, units)
    x = torch.randn(1, 1, features)
    state = [None]

    def run():
        with torch.no_grad():
            _, state[0] = layer(x, state[0])

    return run


def cell_step(kind, features, units):
    cell = CELLS[kind](features, units)
    x = torch.randn(1, features)
    state = [None]

    def run():
        with torch.no_grad():
            state[0] = cell(x, state[0])

    return run


def ways(kind, what, sizes):
    """What can do the work, by name."""
    layer, cell = LAYERS[kind].__name__, CELLS[kind].__name__
    if what == "train":
        return {layer: training_step(kind, **sizes)}
    return {layer: sequence_step(kind, **sizes), cell: cell_step(kind, **sizes)}


def prepare(case, sizes):
    """The fastest way and its name, None where there is no other; all were warmed up and timed in turns."""
    runs = ways(*case.split("-"), sizes)
    repeats = {way: warm_up(run) for way, run in runs.items()}
    if len(runs) == 1:
        way = None
        (only,) = runs
    else:
        times = {way: [] for way in runs}
        for _ in range(CHOICE_TURNS):
            for way, run in runs.items():
                times[way].append(timing(run, repeats[way]))
        way = only = min(times, key=lambda name: statistics.median(times[name]))
    return way, runs[only], repeats[only]


def warm_up(run):
    """Calls that a timing takes."""
    start, calls = time.perf_counter(), 0
    while calls < 2 or time.perf_counter() - start < WARM_UP_S:
        run()
        calls += 1
    per_call = (time.perf_counter() - start) / calls
    return max(1, int(TIMING_S / per_call))


def timing(run, repeats):
    start = time.perf_counter()
    for _ in range(repeats):
        run()
    return 1e3 * (time.perf_counter() - start) / repeats


def measure(ready, case, sizes, repeat):
    key = json.dumps([case, sizes], sort_keys=True)
    if key not in ready:
        ready[key] = prepare(case, sizes)
    way, run, repeats = ready[key]
    timing(run, (repeats + 1) // 2)
    samples, start = [], time.perf_counter()
    while not samples or (len(samples) < repeat and time.perf_counter() - start < TURN_S):
        samples.append(timing(run, repeats))
    return {"medianMs": statistics.median(samples), "samples": samples, **({} if way is None else {"way": way})}


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
        xs = torch.tensor(request["inputs"]).reshape(-1, 1, features)
        hs, _ = layer(xs)
        cell = CELLS[kind](features, units)
        for name in ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]:
            getattr(cell, name).copy_(getattr(layer, f"{name}_l0"))
        state = None
        for x, h in zip(xs, hs):
            state = cell(x, state)
            torch.testing.assert_close(state[0] if kind == "lstm" else state, h, rtol=0, atol=1e-4)
    return {"outputs": hs.flatten().tolist()}


def about():
    """Threads, the libraries that multiply, and the instructions that they take."""
    threads = torch.get_num_threads()
    built = torch.__config__.show()
    one_dnn = re.search(r"MKL-DNN v([\d.]+)", built)
    mkl = re.search(r"Math Kernel Library Version (\S+?)-", built)
    return [
        f"{threads} thread{'' if threads == 1 else 's'}",
        f"oneDNN {one_dnn[1]}" if one_dnn and torch.backends.mkldnn.is_available() else "no oneDNN",
        f"MKL {mkl[1]}" if mkl and torch.backends.mkl.is_available() else "no MKL",
        torch.backends.cpu.get_cpu_capability(),
    ]


def main():
    ready = {}
    print(json.dumps({"name": "torch", "version": torch.__version__, "about": about()}), flush=True)
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
