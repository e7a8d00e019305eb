namespace Paretune.Bench.Training;

/// <summary>The duration of some steps, in seconds.</summary>
/// <param name="Processor">CPU time of all threads.</param>
internal sealed record Pass(double Wall, double Processor, int Steps);

/// <summary>A way to train one network, a few steps at a time, so that several loops can take turns.</summary>
internal interface ILoop : IDisposable
{
    string Name { get; }

    /// <summary>The peak memory in bytes; 0 if not known.</summary>
    long PeakBytes => 0;

    Pass Run(int steps);
}
