using Paretune.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace CodeLines;

/// <summary>One configuration of the network in training. The lines lie on the device, so that a batch is one look-up.</summary>
internal sealed class CodeLinesTraining : ITraining
{
    private readonly LineNetwork network;
    private readonly Part train, validation, test;
    private readonly int batchSize;
    private Tensor? order;

    public CodeLinesTraining(TrainingOrder asked, LineFiles files)
    {
        batchSize = asked.Configuration.BatchSize;
        network = new(asked, files.Languages.Length);
        network.to(asked.Device);
        // Built after the move: Adam keeps its moments where the weights are.
        Optimiser = optim.Adam(network.parameters(), asked.Configuration.LearningRate, weight_decay: asked.Configuration.WeightDecay);
        (train, validation, test) = (new(files.Train, asked.Device), new(files.Validation, asked.Device), new(files.Test, asked.Device));
    }

    public nn.Module Model => network;
    public optim.Optimizer Optimiser { get; }
    public int Steps => train.Batches(batchSize);
    public int Batches(DataPart part) => Of(part).Batches(batchSize);

    public void Step(EpochStep at, Score score)
    {
        // Drawn from the epoch's seed alone, so that a resumed epoch has the same order.
        if (at.Step == 0)
            Shuffle(at.Seed);
        foreach (var group in Optimiser.ParamGroups)
            group.LearningRate = at.LearningRate;
        Optimiser.zero_grad();
        var (lines, languages) = train.Batch(Slice(order!, at.Step));
        var logits = network.forward(lines);
        var loss = nn.functional.cross_entropy(logits, languages);
        loss.backward();
        Optimiser.step();
        score.Add(logits, languages, loss);
    }

    public void Judge(DataPart part, int batch, Score score)
    {
        var (lines, languages) = Of(part).Batch(Slice(Of(part).All, batch));
        var logits = network.forward(lines);
        score.Add(logits, languages, nn.functional.cross_entropy(logits, languages));
    }

    public void Dispose()
    {
        order?.Dispose();
        Optimiser.Dispose();
        network.Dispose();
        foreach (var part in new[] { train, validation, test })
            part.Dispose();
    }

    private Part Of(DataPart part) => part == DataPart.Test ? test : validation;

    private void Shuffle(long seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        order?.Dispose();
        // Every call has a dispose scope of its own; what outlives it leaves it.
        order = randperm(train.All.shape[0], dtype: ScalarType.Int64, generator: generator).to(train.All.device).DetachFromDisposeScope();
    }

    private Tensor Slice(Tensor indices, int batch)
    {
        var start = (long)batch * batchSize;
        return indices.narrow(0, start, Math.Min(batchSize, indices.shape[0] - start));
    }

    /// <summary>The lines of one part.</summary>
    private sealed class Part : IDisposable
    {
        private readonly Tensor bytes;     // [n, length] uint8
        private readonly Tensor languages; // [n] uint8

        public Part(Lines lines, Device device)
        {
            using var scope = NewDisposeScope();
            bytes = tensor(lines.Bytes).view(-1, LineFiles.Length).to(device, copy: true).DetachFromDisposeScope();
            languages = tensor(lines.Languages).to(device, copy: true).DetachFromDisposeScope();
            All = arange(lines.Languages.Length, device: device).DetachFromDisposeScope();
        }

        public Tensor All { get; }

        public int Batches(int size) => (int)((All.shape[0] + size - 1) / size);

        public (Tensor Lines, Tensor Languages) Batch(Tensor indices) =>
            (bytes.index_select(0, indices).to(ScalarType.Int64), languages.index_select(0, indices).to(ScalarType.Int64));

        public void Dispose()
        {
            bytes.Dispose();
            languages.Dispose();
            All.Dispose();
        }
    }
}
