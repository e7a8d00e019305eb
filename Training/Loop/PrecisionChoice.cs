using System.Diagnostics;

namespace Paretune.Training.Loop;

/// <summary>Chooses the precision of an attempt by measuring.</summary>
internal static class PrecisionChoice
{
    // Steps before the measured ones: on a GPU, a step is recorded after three. A step of vgg16 takes seconds on a CPU.
    private static readonly (int WarmUp, int OfTurn) GpuSteps = (5, 8), CpuSteps = (2, 1);

    private const int Turns = 3;

    // The minimum speed-up for bf16, because bf16 costs precision.
    private const double LeastGain = 1.1;

    /// <param name="before">The precision of the epochs from which training resumes; null at the start.</param>
    /// <param name="canBeFaster">Whether the device can be faster in bf16; otherwise fp32 is chosen.</param>
    /// <param name="measure">Returns the seconds of some steps.</param>
    public static TrainingPrecision Choose(
        TrainingPrecision asked, TrainingPrecision? before, bool canBeFaster, Func<TrainingPrecision, double> measure) =>
        !canBeFaster ? TrainingPrecision.Fp32
        : before ?? (asked == TrainingPrecision.Auto ? Faster(measure(TrainingPrecision.Fp32), measure(TrainingPrecision.Bf16)) : asked);

    private static TrainingPrecision Faster(double fp32Seconds, double bf16Seconds) =>
        fp32Seconds > LeastGain * bf16Seconds ? TrainingPrecision.Bf16 : TrainingPrecision.Fp32;

    /// <summary>Returns the seconds of some steps: of the fastest round, because others may use the device meanwhile.</summary>
    /// <param name="wait">Waits for the device.</param>
    public static double Seconds(Action step, Action wait, bool isGpu)
    {
        var (warmUp, ofTurn) = isGpu ? GpuSteps : CpuSteps;
        Repeat(warmUp, step, wait);
        return Enumerable.Range(0, Turns).Min(_ => Repeat(ofTurn, step, wait));
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
