namespace Paretune.Bench.Training;

/// <summary>What a pass of some steps took, in seconds.</summary>
/// <param name="Processor">Of all threads together.</param>
internal sealed record Pass(double Wall, double Processor, int Steps);

/// <summary>A way to train one network, a few steps at a time, so that several ways can take turns.</summary>
internal interface ILoop : IDisposable
{
    string Name { get; }

    /// <summary>The most memory it had at once; 0 where that cannot be told.</summary>
    long PeakBytes => 0;

    Pass Run(int steps);
}
