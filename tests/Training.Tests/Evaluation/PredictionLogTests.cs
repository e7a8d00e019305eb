using Paretune.Models.Cards;
using Paretune.Training.Evaluation;
using Paretune.Training.Images;
using Paretune.Training.Libtorch;
using TorchSharp;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Evaluation;

public sealed class PredictionLogTests : IDisposable
{
    private const int Classes = 3;

    // Five of the source's seven images are evaluated, in this order; the labels are those of the source.
    private static readonly byte[] Truth = [0, 1, 2, 0, 1, 2, 0];
    private static readonly long[] Judged = [6, 1, 5, 3, 2];

    private readonly DisposeScope _scope;
    private readonly PredictionLog _predictions;

    public PredictionLogTests()
    {
        LibtorchLoader.Load();
        _scope = NewDisposeScope();
        var source = new ResidentSplit(zeros(7, 3, 1, 1, ScalarType.Byte), tensor(Truth).to(ScalarType.Int64));
        _predictions = new(Classes, source, tensor(Judged));
    }

    public void Dispose()
    {
        _predictions.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Images_are_counted_by_true_and_predicted_class_over_all_batches()
    {
        Say(0, 2, 2, 1, 1);

        Assert.Equal([1, 1, 0, 0, 0, 1, 0, 1, 1], _predictions.Confusion().Rows().SelectMany(row => row));
    }

    [Fact]
    public void The_most_frequent_wrong_pairs_come_first_and_of_equals_the_lower_class()
    {
        var confusion = ConfusionCounts.From([[9, 2, 4], [0, 9, 2], [0, 4, 9]]);

        Assert.Equal([new(0, 2, 4), new(2, 1, 4), new(0, 1, 2), new(1, 2, 2)], confusion.Wrong(most: 9));
        Assert.Equal([new(0, 2, 4), new(2, 1, 4), new(0, 1, 2)], confusion.Wrong(most: 3));
    }

    [Fact]
    public void The_most_confident_mistakes_come_first_and_of_equals_the_one_evaluated_first()
    {
        // The logits of the predicted class; others are 0. With 99, two confidences are equal to the last bit.
        Say([0, 2, 2, 1, 1], [9, 99, 9, 5, 99]);

        var mistakes = _predictions.Mistakes(surest: 3, ofEachPair: 0, most: 3);

        Assert.Equal([(1, 1, 2), (2, 2, 1), (3, 0, 1)], mistakes.Select(mistake => (mistake.Image, mistake.Class, mistake.Predicted)));
        Assert.Equal([1, 1, Sure(5)], mistakes.Select(mistake => mistake.Confidence), (one, other) => Math.Abs(one - other) < 1e-6);
        Assert.Equal(mistakes[..2], _predictions.Mistakes(surest: 2, ofEachPair: 0, most: 2));

        static double Sure(double logit) => Math.Exp(logit) / (Math.Exp(logit) + Classes - 1);
    }

    [Fact]
    public void Each_wrong_pair_has_its_most_confident_beside_those_of_all()
    {
        // The labels are 0, 1, 2, 0, 2: 0 is predicted as 2 twice, 2 as 1 twice, and 1 as 2 once.
        Say([2, 2, 1, 2, 1], [5, 3, 2, 9, 1]);

        Assert.Equal([3, 1, 5], Images(surest: 1, ofEachPair: 1, most: 9));
        Assert.Equal([3, 6, 1, 5, 2], Images(surest: 0, ofEachPair: 2, most: 9));
        Assert.Equal([3, 1], Images(surest: 1, ofEachPair: 1, most: 2));

        IEnumerable<int> Images(int surest, int ofEachPair, int most) =>
            _predictions.Mistakes(surest, ofEachPair, most).Select(mistake => mistake.Image);
    }

    [Fact]
    public void Who_is_always_right_has_no_mistakes()
    {
        Say(0, 1, 2, 0, 2);

        Assert.Empty(_predictions.Mistakes(surest: 3, ofEachPair: 0, most: 3));
        Assert.Empty(_predictions.Confusion().Wrong(most: 3));
    }

    private void Say(params int[] answers) => Say(answers, [1, 1, 1, 1, 1]);

    /// <summary>Adds predictions in a batch of two and one of three.</summary>
    private void Say(int[] answers, float[] logits)
    {
        var all = zeros(answers.Length, Classes);
        for (var at = 0; at < answers.Length; at++)
            all[at, answers[at]] = logits[at];
        _predictions.Add(all.narrow(0, 0, 2));
        _predictions.Add(all.narrow(0, 2, 3));
    }
}
