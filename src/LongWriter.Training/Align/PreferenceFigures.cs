namespace LongWriter.Training.Align;

/// <summary>Means over the pairs of one step, before the step is taken.</summary>
/// <param name="Margin">Reward of the chosen answer less that of the rejected one.</param>
/// <param name="Accuracy">Share of the pairs whose margin is above 0.</param>
/// <param name="ChosenTokens">Tokens of the chosen answer.</param>
/// <param name="ChosenLoss">Cross-entropy of the chosen answers in nats a token.</param>
/// <param name="RejectedLoss">The same of the rejected ones.</param>
public sealed record PreferenceFigures(
    int Pairs,
    double Margin,
    double Accuracy,
    double ChosenReward,
    double RejectedReward,
    double ChosenTokens,
    double RejectedTokens,
    double ChosenLoss,
    double RejectedLoss);
