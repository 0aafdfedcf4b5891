namespace LongWriter.Training.Align;

/// <summary>One answer as a loss sees it: log-probabilities of its prefixes under the model in training and under the reference.</summary>
/// <param name="Reference">Empty where the loss needs none.</param>
/// <param name="Tokens">Tokens of the answer.</param>
internal readonly record struct AnswerScore(double[] Policy, double[] Reference, int Tokens);

/// <summary>The loss of one pair with its derivatives by the log-probabilities of the prefixes.</summary>
/// <param name="ChosenReward">What the loss compares, of the chosen answer: β times its log-ratio, or log-odds.</param>
internal sealed record PairLoss(double Loss, double ChosenReward, double RejectedReward, double[] ByChosen, double[] ByRejected);

/// <summary>A loss over preference pairs.</summary>
/// <param name="beta">How strongly the answers are told apart.</param>
internal abstract class PreferenceLoss(double beta)
{
    protected double Beta => beta;

    /// <summary>Prefixes of an answer that the loss looks at.</summary>
    public virtual int PrefixCount => 1;

    /// <summary>Whether log-probabilities under a reference model are needed.</summary>
    public virtual bool NeedsReference => true;

    public abstract PairLoss Of(AnswerScore chosen, AnswerScore rejected);

    /// <summary>−log σ(x) and its derivative.</summary>
    protected static (double Value, double Slope) NegativeLogSigmoid(double x)
    {
        var small = Math.Exp(-Math.Abs(x));
        return (Math.Max(0, -x) + double.LogP1(small), x >= 0 ? -small / (1 + small) : -1 / (1 + small));
    }
}

/// <summary>
/// DPO (Rafailov and others, 2023): −log σ(β·[log π(y_w)/π_ref(y_w) − log π(y_l)/π_ref(y_l)]); with several prefixes the mean of
/// that over the pairs of prefixes, so that the early parts of long answers are compared for themselves.
/// </summary>
internal sealed class DirectPreference(double beta, int prefixes = 1) : PreferenceLoss(beta)
{
    public override int PrefixCount => prefixes;

    public override PairLoss Of(AnswerScore chosen, AnswerScore rejected)
    {
        double loss = 0;
        var (byChosen, byRejected) = (new double[prefixes], new double[prefixes]);
        for (var k = 0; k < prefixes; k++)
        {
            var (value, slope) = NegativeLogSigmoid(Reward(chosen, k) - Reward(rejected, k));
            loss += value / prefixes;
            byChosen[k] = slope * Beta / prefixes;
            byRejected[k] = -slope * Beta / prefixes;
        }

        return new PairLoss(loss, Reward(chosen, prefixes - 1), Reward(rejected, prefixes - 1), byChosen, byRejected);
    }

    private double Reward(AnswerScore answer, int prefix) => Beta * (answer.Policy[prefix] - answer.Reference[prefix]);
}

/// <summary>DPO with each log-ratio divided by its answer's tokens (Tülu 3, 2024): a longer answer wins nothing by its length.</summary>
internal sealed class LengthNormalisedPreference(double beta) : PreferenceLoss(beta)
{
    public override PairLoss Of(AnswerScore chosen, AnswerScore rejected)
    {
        var (first, second) = (Reward(chosen), Reward(rejected));
        var (loss, slope) = NegativeLogSigmoid(first - second);
        return new PairLoss(loss, first, second, [slope * Beta / chosen.Tokens], [-slope * Beta / rejected.Tokens]);
    }

    private double Reward(AnswerScore answer) => Beta * (answer.Policy[0] - answer.Reference[0]) / answer.Tokens;
}

/// <summary>
/// The odds-ratio term of ORPO (Hong and others, 2024), −β·log σ(log odds(y_w) − log odds(y_l)) with the odds of an answer's
/// geometric mean probability a token; the cross-entropy of the chosen answer is added beside it. No reference model.
/// </summary>
internal sealed class OddsRatioPreference(double beta) : PreferenceLoss(beta)
{
    /// <summary>A mean log-probability is kept this far below 0, where the odds are infinite.</summary>
    private const double Nearest = -1e-6;

    public override bool NeedsReference => false;

    public override PairLoss Of(AnswerScore chosen, AnswerScore rejected)
    {
        var (first, firstSlope) = LogOdds(chosen);
        var (second, secondSlope) = LogOdds(rejected);
        var (value, slope) = NegativeLogSigmoid(first - second);
        return new PairLoss(Beta * value, Beta * first, Beta * second, [Beta * slope * firstSlope], [-Beta * slope * secondSlope]);
    }

    private static (double Value, double Slope) LogOdds(AnswerScore answer)
    {
        var mean = Math.Min(answer.Policy[0] / answer.Tokens, Nearest);
        var other = 1 - Math.Exp(mean);
        return (mean - Math.Log(other), 1 / (other * answer.Tokens));
    }
}
