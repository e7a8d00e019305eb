using System.Diagnostics;

namespace Paretune.Training.Loop;

/// <summary>Chooses the precision of an attempt by measuring.</summary>
internal static class PrecisionChoice
{
    // Steps before those that count: a GPU's step is recorded after three.
    private const int WarmUp = 5;

    private const int Turns = 3, StepsOfTurn = 8;

    // The least speed-up for bf16, because it costs precision.
    private const double LeastGain = 1.1;

    /// <param name="before">The precision of the epochs that are resumed; null if none are.</param>
    /// <param name="measure">Seconds of some steps.</param>
    public static TrainingPrecision Choose(
        TrainingPrecision asked, TrainingPrecision? before, bool isGpu, Func<TrainingPrecision, double> measure) =>
        !isGpu ? TrainingPrecision.Fp32
        : before ?? (asked == TrainingPrecision.Auto ? Faster(measure(TrainingPrecision.Fp32), measure(TrainingPrecision.Bf16)) : asked);

    private static TrainingPrecision Faster(double fp32Seconds, double bf16Seconds) =>
        fp32Seconds > LeastGain * bf16Seconds ? TrainingPrecision.Bf16 : TrainingPrecision.Fp32;

    /// <summary>Seconds of some steps: the fastest turn, since others may use the device meanwhile.</summary>
    /// <param name="wait">Waits for the device.</param>
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
