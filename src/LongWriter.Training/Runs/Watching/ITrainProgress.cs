namespace LongWriter.Training.Runs.Watching;

/// <summary>Shows a run while it goes on. Nothing else writes to the console before it is disposed of.</summary>
internal interface ITrainProgress : IDisposable
{
    void Read(StepResult result);

    void Read(HeldOutLoss measured);
}
