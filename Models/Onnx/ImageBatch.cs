namespace Paretune.Models.Onnx;

/// <summary>A batch of images for converting a model to a lower precision.</summary>
/// <param name="Input">[n, channels, size, size], normalized.</param>
public sealed record ImageBatch(float[] Input, long[] Shape)
{
    public int Images => (int)Shape[0];
}
