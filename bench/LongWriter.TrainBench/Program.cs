using System.Globalization;
using LongWriter.TrainBench;

// LongWriter.TrainBench make FOLDER MILLIONS PACKS LENGTH [LEAST MOST]   a model and steps of PACKS packs of LENGTH tokens, each one document, or documents of LEAST to MOST tokens
// LongWriter.TrainBench time FOLDER ATTENTION fp32|bf16 THREADS STEPS [recompute]   seconds of every step; ATTENTION: own, library, written or none
// LongWriter.TrainBench short FOLDER STEPS                               the steps of FOLDER beside steps of as many sequences of one token
// LongWriter.TrainBench padding FOLDER STEPS                             samples of many lengths, packed and padded
// bench/train.sh runs the measurements of docs/benchmarks/training.md.
static int Whole(string value) => int.Parse(value, CultureInfo.InvariantCulture);

switch (args)
{
    case ["make", var folder, var size, var packs, var length]:
        Workload.Make(folder, Whole(size), Whole(packs), Whole(length), (Whole(length), Whole(length)));
        return 0;
    case ["make", var folder, var size, var packs, var length, var least, var most]:
        Workload.Make(folder, Whole(size), Whole(packs), Whole(length), (Whole(least), Whole(most)));
        return 0;
    case ["time", var folder, var attention, ("fp32" or "bf16") and var precision, var threads, var steps, .. ([] or ["recompute"])]:
        new StepTimes(TimeProvider.System).Tell(Workload.Load(folder), attention, precision == "bf16", Whole(threads), Whole(steps), args[^1] == "recompute");
        return 0;
    case ["short", var folder, var steps]:
        new StepTimes(TimeProvider.System).TellShort(Workload.Load(folder), Whole(steps));
        return 0;
    case ["padding", var folder, var steps]:
        new StepTimes(TimeProvider.System).TellPadding(Workload.Load(folder), Whole(steps));
        return 0;
    default:
        await Console.Error.WriteLineAsync("usage: LongWriter.TrainBench make|time|short|padding FOLDER …; see Program.cs");
        return 2;
}
