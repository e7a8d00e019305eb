namespace Paretune.Models.Onnx;

/// <summary>Images that a smaller model is made from.</summary>
/// <param name="Input">[n, 3, size, size], normalised.</param>
public sealed record ImageBatch(float[] Input, long[] Shape)
{
    public int Images => (int)Shape[0];
}
