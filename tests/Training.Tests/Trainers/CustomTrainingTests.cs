using System.Collections.Immutable;
using Paretune.Storage.Datasets;
using Paretune.Training.Libtorch;
using Paretune.Training.Trainers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Trainers;

public sealed class CustomTrainingTests
{
    public CustomTrainingTests() => LibtorchLoader.Load();

    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    [InlineData("rmsprop")]
    public void The_state_of_any_of_torchs_optimizers_outlives_the_steps(string optimizer)
    {
        using var training = Start(new Line { Kind = optimizer });
        using var score = training.NewScore();

        for (var step = 0; step < 30; step++)
            training.Step(epoch: 1, step, score);

        Assert.True(score.IsFinite);
        Assert.Equal(30 * Line.Examples, score.Examples);
    }

    [Fact]
    public void An_optimizer_whose_state_cannot_be_saved_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Start(new Line { Kind = "none" }));

        Assert.StartsWith("trainer lines must use one of torch's optimizers", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_without_steps_or_without_validation_is_refused()
    {
        using var training = Start(new Line { StepCount = 0, BatchCount = 0 });

        Assert.Equal(
            "trainer lines must have at least one of Steps, but has 0",
            Assert.Throws<InvalidOperationException>(() => training.Steps).Message);
        Assert.Contains(
            "Batches of Validation", Assert.Throws<InvalidOperationException>(() => training.Batches(DataPart.Validation)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_without_a_model_or_an_optimizer_is_refused()
    {
        var refused = Assert.Throws<InvalidOperationException>(() => Start(new Line { Kind = "null" }));

        Assert.Equal("trainer lines must have a Model and an Optimiser once Start returns, but lacks one of them", refused.Message);
    }

    [Fact]
    public void A_tensor_left_in_a_dispose_scope_is_named_with_what_keeps_it()
    {
        using var training = Start(new Line { IsForgetful = true });
        using var score = training.NewScore();

        var lost = Assert.Throws<InvalidOperationException>(() => training.Step(epoch: 1, step: 0, score));

        Assert.EndsWith("keep it with DetachFromDisposeScope", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    public void Scores_from_0_to_1_are_taken(double each)
    {
        using var score = new Score(CPU);
        score.Add(ones(1), tensor(each * 8), 8);

        score.Check("Step");

        Assert.Equal(each, score.Accuracy);
    }

    [Theory]
    [InlineData(87)]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    public void A_score_that_no_search_can_compare_is_refused(double each)
    {
        using var score = new Score(CPU);
        score.Add(ones(1), tensor(each * 8), 8);

        var refused = Assert.Throws<InvalidOperationException>(() => score.Check("Step"));

        Assert.StartsWith(
            FormattableString.Invariant($"Step must score examples from 0 to 1, but their mean is {each};"), refused.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_loss_that_is_no_number_is_left_to_the_search()
    {
        using var score = new Score(CPU);
        score.Add(tensor(double.NaN), tensor(double.NaN), 8);

        score.Check("Step");

        Assert.False(score.IsFinite);
    }

    [Fact]
    public void Calls_that_count_no_example_are_refused()
    {
        using var score = new Score(CPU);

        var refused = Assert.Throws<InvalidOperationException>(() => score.Check("Judge"));

        Assert.Equal("Judge must score at least one example, but scored none; call score.Add in it", refused.Message);
    }

    [Fact]
    public void Judging_neither_learns_nor_keeps_gradients()
    {
        var line = new Line();
        using var training = Start(line);
        using var score = training.NewScore();

        training.Judge(DataPart.Test, 0, score);

        Assert.Equal((false, false), (line.HadGradient, line.WasTraining));
    }

    [Fact]
    public void A_hyperparameter_is_read_as_what_it_was_declared()
    {
        var order = Order() with
        {
            Job = Job() with
            {
                Configuration =
                    Job().Configuration with { Hyperparameters = Named(("channels", 16), ("dropout", 0.5), ("pooling", "max")) }
            }
        };

        Assert.Equal((16, "max"), (order.Whole("channels"), order.Choice("pooling")));
        Assert.Contains(
            "it has channels, dropout, pooling", Assert.Throws<KeyNotFoundException>(() => order.Number("width")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "read it with Whole or Number", Assert.Throws<InvalidOperationException>(() => order.Choice("channels")).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "read it with Choice",
            Assert.Throws<InvalidOperationException>(() => order.Number("pooling")).Message, StringComparison.Ordinal);
        Assert.Contains(
            "read it with Choice",
            Assert.Throws<InvalidOperationException>(() => order.Whole("pooling")).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "dropout is 0.5, which is not a whole number", Assert.Throws<InvalidOperationException>(() => order.Whole("dropout")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_images_of_a_named_data_set_are_at_hand()
    {
        var order = Order() with { Images = () => new DatasetStore("").Open("shapes") };

        Assert.Equal(2000, order.Images().Train.Labels.Length);
    }

    private static CustomTraining Start(Line line)
    {
        var job = Job();
        return new(new(new(new("s"), 1), 1, LeaseKind.Train, job, 0, 1, TimeSpan.FromSeconds(30), new("host", "cpu", "1")), line, Order());
    }

    private static Job Job() => new("lines", "lines", new(1, 1, 1, 0.01, 0, 8), 32, 3, 1) { Trainer = "lines" };

    private static TrainingOrder Order() => new(Job(), 1, CPU, "", 1) { Images = () => throw new InvalidOperationException("no dataset") };

    private static ImmutableSortedDictionary<string, HyperparameterValue> Named(params (string Name, HyperparameterValue Value)[] values) =>
        ImmutableSortedDictionary.CreateRange(values.Select(one => KeyValuePair.Create(one.Name, one.Value)));

    /// <summary>Fits a straight line to points on a line.</summary>
    private sealed class Line : ITrainer, ITraining
    {
        public const int Examples = 8;

        private readonly Linear _linear = nn.Linear(1, 1);
        private Tensor _x = zeros(0);

        public string Kind { get; init; } = "sgd";
        public int StepCount { get; init; } = 30;
        public int BatchCount { get; init; } = 1;
        public bool IsForgetful { get; init; }
        public bool HadGradient { get; private set; } = true;
        public bool WasTraining { get; private set; } = true;

        public nn.Module Model => _linear;
        public optim.Optimizer Optimiser { get; private set; } = null!;
        public int Steps => StepCount;

        public ITraining Start(TrainingOrder order)
        {
            _x = linspace(0, 1, Examples).unsqueeze(1);
            if (!IsForgetful)
                _x.DetachFromDisposeScope();
            Optimiser = Kind switch
            {
                "sgd" => optim.SGD(_linear.parameters(), 0.01, momentum: 0.9),
                "adamw" => optim.AdamW(_linear.parameters(), 0.01, amsgrad: true),
                "rmsprop" => optim.RMSProp(_linear.parameters(), 0.01, momentum: 0.9, centered: true),
                "null" => null!,
                _ => new NoOptimizer(),
            };
            return this;
        }

        public void Step(EpochStep at, Score score)
        {
            Optimiser.zero_grad();
            var loss = nn.functional.mse_loss(_linear.forward(_x), _x * 2 + 1);
            loss.backward();
            Optimiser.step();
            score.Add(loss, zeros(1), Examples);
        }

        public int Batches(DataPart part) => BatchCount;

        public void Judge(DataPart part, int batch, Score score)
        {
            var y = _linear.forward(zeros(Examples, 1));
            (HadGradient, WasTraining) = (y.requires_grad, _linear.training);
            score.Add(y.mean(), zeros(1), Examples);
        }

        public void Dispose()
        {
            _x.Dispose();
            _linear.Dispose();
        }
    }

    private sealed class NoOptimizer() : optim.Optimizer(IntPtr.Zero)
    {
        public override Tensor step(Func<Tensor>? closure = null) => zeros(1);
    }
}
