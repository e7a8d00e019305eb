using Paretune.Training.Evaluation;
using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Evaluation;

public sealed class BatchMetricsTests
{
    public BatchMetricsTests() => LibtorchLoader.Load();

    [Fact]
    public void A_class_among_the_five_likeliest_counts_for_top_five_and_the_likeliest_alone_for_accuracy()
    {
        using var scope = NewDisposeScope();
        using var metrics = new BatchMetrics(classes: 7, CPU, isRanked: true);
        // Each row ranks the classes 0, 1, 2, 3, 4, 5, 6 by probability.
        var logits = arange(7).neg().to(ScalarType.Float32).repeat(4, 1);
        var labels = tensor(new long[] { 0, 4, 5, 6 });

        metrics.Add(logits, labels, tensor(1f));

        Assert.Equal(0.25, metrics.Accuracy);
        Assert.Equal(0.5, metrics.TopFive);
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(7, false)]
    public void It_is_not_looked_at_where_all_classes_would_count_or_nobody_asks(int classes, bool isRanked)
    {
        using var scope = NewDisposeScope();
        using var metrics = new BatchMetrics(classes, CPU, isRanked);

        metrics.Add(zeros([2, classes]), tensor(new long[] { 0, 1 }), tensor(1f));

        Assert.Null(metrics.TopFive);
    }
}
