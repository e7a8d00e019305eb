using Paretune.Training.Trainers;
using TorchSharp;
using static TorchSharp.torch;

namespace CodeLines;

/// <summary>Trains one configuration of the network. All lines are on the device, so no batch is copied from the host.</summary>
internal sealed class CodeLinesTraining : ITraining
{
    private readonly LineNetwork _network;
    private readonly Part _train, _validation, _test;
    private readonly int _batchSize;
    private Tensor? _order;

    public CodeLinesTraining(TrainingOrder asked, LineFiles files)
    {
        _batchSize = asked.Configuration.BatchSize;
        _network = new(asked, files.Languages.Length);
        _network.to(asked.Device);
        // Created after the move to the device, because Adam allocates its moments on the device of the weights.
        Optimiser = optim.Adam(
            _network.parameters(), asked.Configuration.LearningRate, weight_decay: asked.Configuration.WeightDecay);
        (_train, _validation, _test) = (new(files.Train, asked.Device), new(files.Validation, asked.Device), new(files.Test, asked.Device));
    }

    public nn.Module Model => _network;
    public optim.Optimizer Optimiser { get; }
    public int Steps => _train.Batches(_batchSize);
    public int Batches(DataPart part) => Create(part).Batches(_batchSize);

    public void Step(EpochStep at, Score score)
    {
        // The order depends only on the epoch's seed, so it is the same when the epoch is repeated after a crash.
        if (at.Step == 0)
            Shuffle(at.Seed);
        foreach (var group in Optimiser.ParamGroups)
            group.LearningRate = at.LearningRate;
        Optimiser.zero_grad();
        var (lines, languages) = _train.Batch(Slice(_order!, at.Step));
        var logits = _network.forward(lines);
        var loss = nn.functional.cross_entropy(logits, languages);
        loss.backward();
        Optimiser.step();
        score.Add(logits, languages, loss);
    }

    public void Judge(DataPart part, int batch, Score score)
    {
        var (lines, languages) = Create(part).Batch(Slice(Create(part).All, batch));
        var logits = _network.forward(lines);
        score.Add(logits, languages, nn.functional.cross_entropy(logits, languages));
    }

    public void Dispose()
    {
        _order?.Dispose();
        Optimiser.Dispose();
        _network.Dispose();
        foreach (var part in new[] { _train, _validation, _test })
            part.Dispose();
    }

    private Part Create(DataPart part) => part == DataPart.Test ? _test : _validation;

    private void Shuffle(long seed)
    {
        using var generator = new Generator((ulong)seed, CPU);
        _order?.Dispose();
        // Every call has its own dispose scope; tensors that outlive the call are moved out of it.
        _order = randperm(_train.All.shape[0], dtype: ScalarType.Int64, generator: generator).to(_train.All.device)
            .DetachFromDisposeScope();
    }

    private Tensor Slice(Tensor indices, int batch)
    {
        var start = (long)batch * _batchSize;
        return indices.narrow(0, start, Math.Min(_batchSize, indices.shape[0] - start));
    }

    /// <summary>The training, validation or test lines, on the device.</summary>
    private sealed class Part : IDisposable
    {
        private readonly Tensor _bytes;     // [n, length] uint8
        private readonly Tensor _languages; // [n] uint8

        public Part(Lines lines, Device device)
        {
            using var scope = NewDisposeScope();
            _bytes = tensor(lines.Bytes).view(-1, LineFiles.Length).to(device, copy: true).DetachFromDisposeScope();
            _languages = tensor(lines.Languages).to(device, copy: true).DetachFromDisposeScope();
            // Kept in variables, because the garbage collector may free a temporary scalar while libtorch reads it.
            using Scalar start = 0.ToScalar(), end = lines.Languages.Length.ToScalar(), step = 1.ToScalar();
            All = arange(start, end, step, device: device).DetachFromDisposeScope();
        }

        public Tensor All { get; }

        public int Batches(int size) => (int)((All.shape[0] + size - 1) / size);

        public (Tensor Lines, Tensor Languages) Batch(Tensor indices) =>
            (_bytes.index_select(0, indices).to(ScalarType.Int64), _languages.index_select(0, indices).to(ScalarType.Int64));

        public void Dispose()
        {
            _bytes.Dispose();
            _languages.Dispose();
            All.Dispose();
        }
    }
}
