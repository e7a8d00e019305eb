using System.Diagnostics;

namespace Paretune.Training.Loop;

/// <summary>Chooses what an attempt computes in, where it is to be measured.</summary>
internal static class PrecisionChoice
{
    // Steps before those that count: a GPU's step is recorded after three.
    private const int WarmUp = 5;

    private const int Turns = 3, StepsOfTurn = 8;

    // What bf16 must gain at least, for it costs digits.
    private const double LeastGain = 1.1;

    /// <param name="before">What the epochs were computed in that are resumed; null where none are.</param>
    /// <param name="measure">Seconds of some steps.</param>
    public static TrainingPrecision Choose(
        TrainingPrecision asked, TrainingPrecision? before, bool isGpu, Func<TrainingPrecision, double> measure) =>
        !isGpu ? TrainingPrecision.Fp32
        : before ?? (asked == TrainingPrecision.Auto ? Faster(measure(TrainingPrecision.Fp32), measure(TrainingPrecision.Bf16)) : asked);

    private static TrainingPrecision Faster(double fp32Seconds, double bf16Seconds) =>
        fp32Seconds > LeastGain * bf16Seconds ? TrainingPrecision.Bf16 : TrainingPrecision.Fp32;

    /// <summary>Seconds of some steps: the fastest turn, since others may use the device meanwhile.</summary>
    /// <param name="wait">Until the device is through.</param>
    public static double Seconds(Action step, Action wait)
    {
        Repeat(WarmUp, step, wait);
        return Enumerable.Range(0, Turns).Min(_ => Repeat(StepsOfTurn, step, wait));
    }

    private static double Repeat(int steps, Action step, Action wait)
    {
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < steps; i++)
            step();
        wait();
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
