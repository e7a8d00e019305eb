using Paretune.Training.Trainers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace CodeLines;

/// <summary>Embeds the bytes of a line, applies convolutions along it, pools over it and classifies the result.</summary>
internal sealed class LineNetwork : nn.Module<Tensor, Tensor>
{
    private readonly Embedding embedding;
    private readonly Sequential convolutions;
    private readonly Dropout dropout;
    private readonly Linear classifier;
    private readonly bool isMax;

    public LineNetwork(TrainingOrder order, int languages)
        : base(nameof(LineNetwork))
    {
        var (channels, kernel) = (order.Whole("channels"), order.Whole("kernel"));
        if (kernel % 2 == 0)
            throw new ArgumentException($"kernel must be odd, so that a byte has as many to its left as to its right, but is {kernel}");
        embedding = nn.Embedding(256, channels);
        convolutions = nn.Sequential(
            Enumerable.Range(0, order.Whole("layers")).SelectMany(layer => new (string, nn.Module<Tensor, Tensor>)[]
        {
            ($"convolution{layer}", nn.Conv1d(channels, channels, kernel, padding: kernel / 2)), ($"relu{layer}", nn.ReLU()),
        }));
        dropout = nn.Dropout(order.Number("dropout"));
        classifier = nn.Linear(channels, languages);
        isMax = order.Choice("pooling") == "max";
        RegisterComponents();
    }

    /// <param name="lines">[n, length] int64.</param>
    /// <returns>[n, languages].</returns>
    public override Tensor forward(Tensor lines)
    {
        var features = convolutions.forward(embedding.forward(lines).transpose(1, 2));                     // [n, channels, length]
        var pooled = isMax ? features.amax([2]) : features.mean([2]);                                      // [n, channels]
        return classifier.forward(dropout.forward(pooled));
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            embedding.Dispose();
            convolutions.Dispose();
            dropout.Dispose();
            classifier.Dispose();
        }

        base.Dispose(disposing);
    }
}
