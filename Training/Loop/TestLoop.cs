using Microsoft.Extensions.Logging;
using Paretune.Storage.Files;

namespace Paretune.Training.Loop;

/// <summary>
/// The test of a trial's best model, once all trials of its search are over: load, evaluate every batch once, export, report.
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

/// <summary>The model under test, in the order in which <see cref="TestLoop"/> asks.</summary>
internal interface IModelTest : IDisposable
{
    /// <summary>The number of test batches.</summary>
    int Batches { get; }

    /// <summary>Puts a model file's weights in place.</summary>
    void Load(Stream model);

    /// <param name="batch">From 0.</param>
    /// <returns>Examples of the batch.</returns>
    long Evaluate(int batch);

    /// <summary>Writes the files that belong to the test of a model.</summary>
    IEnumerable<Signal?> Finish(AttemptStore store);

    TestResult Result();
}
