using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;

namespace Paretune.Training.Loop;

/// <summary>
/// Tests a trial's best model once all trials of its search have ended: loads it, evaluates every batch once, exports, reports.
/// </summary>
internal sealed class TestLoop(IFileStore files, TimeProvider time, ILogger logger)
{
    /// <inheritdoc cref="TrainingLoop.Run"/>
    public IEnumerable<Signal?> Run(Lease lease, IModelTest test)
    {
        var batches = test.Batches;
        var store = new AttemptStore(files, lease, batches, time, logger);

        foreach (var waiting in store.OpenModel(test.Load))
            yield return waiting;

        var pace = new ProgressPace(lease, time);
        for (var batch = 0; batch < batches; batch++)
            yield return pace.After(test.Evaluate(batch), lease.Job.Epochs, batch + 1, batches);

        foreach (var signal in test.Finish(store))
            yield return signal;
        yield return test.Result();
    }
}

/// <summary>The model under test. Members are in the order in which <see cref="TestLoop"/> calls them.</summary>
internal interface IModelTest : IDisposable
{
    /// <summary>The number of test batches.</summary>
    int Batches { get; }

    /// <summary>Loads the weights of a model file.</summary>
    void Load(Stream model);

    /// <param name="batch">Index of the batch, from 0.</param>
    /// <returns>The examples of the batch.</returns>
    long Evaluate(int batch);

    /// <summary>Writes the files that belong to the test of a model.</summary>
    IEnumerable<Signal?> Finish(AttemptStore store);

    TestResult Result();
}
