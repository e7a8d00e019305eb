using System.Collections.Immutable;
using Paretune.Training.Libtorch;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Paretune.Training.Recipes;

/// <summary>
/// All weights of a network in two buffers, so that an optimizer step takes a few calls on whole buffers instead of nine per weight. The
/// network's parameters become views of the buffers and keep their names, shapes and values.
/// </summary>
/// <remarks>The network must not be moved to another device afterwards, because moving creates copies.</remarks>
internal sealed class FlatParameters : IDisposable
{
    // Each weight starts at a multiple of this many elements: 64 bytes, the widest load of a CPU, and enough for cuDNN's 16 bytes.
    private const long Alignment = 16;

    private readonly ImmutableArray<FlatGroup> _groups;

    public FlatParameters(nn.Module network)
    {
        var weights = network.parameters().ToLookup(weight => weight.shape.Length > 1);
        _groups = [new(weights[true], Alignment), new(weights[false], Alignment)];
    }

    /// <summary>The weights that are multiplied with activations, [elements].</summary>
    public Parameter Products => _groups[0].Flat;

    /// <summary>Biases, and the scales and shifts of norms, [elements].</summary>
    public Parameter Offsets => _groups[1].Flat;

    /// <summary>Returns a value of each weight, laid out like the two buffers; the caller disposes the tensors.</summary>
    /// <param name="of">Returns the value of a weight, in the weight's shape.</param>
    public (Tensor Products, Tensor Offsets) Flatten(Func<Parameter, Tensor> of) => (_groups[0].Flatten(of), _groups[1].Flatten(of));

    /// <summary>Clears the gradients of the last step.</summary>
    public void ForgetGradients()
    {
        foreach (var group in _groups)
            group.ForgetGradient();
    }

    /// <summary>
    /// Copies the gradients that the backward pass left at each weight into the buffers; further calls before the next step add to them.
    /// </summary>
    public void GatherGradients()
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        foreach (var group in _groups)
            group.GatherGradient();
    }

    /// <summary>The gathered gradients, owned by the buffers.</summary>
    public (Tensor? Products, Tensor? Offsets) Gradients
    {
        get => (Products.grad, Offsets.grad);
        set => (Products.grad, Offsets.grad) = value;
    }

    public void Dispose()
    {
        foreach (var group in _groups)
            group.Dispose();
    }
}

/// <summary>Weights stored contiguously in one buffer.</summary>
internal sealed class FlatGroup : IDisposable
{
    private readonly ImmutableArray<(Parameter Weight, Tensor? Gap)> _weights;
    private readonly ImmutableArray<Tensor> _zeros; // Replaces the gradient of a weight that has none, [elements] each.

    public FlatGroup(IEnumerable<Parameter> weights, long alignment)
    {
        using var frozen = no_grad();
        using var scope = NewDisposeScope();
        _weights = [.. weights.Select(weight => (weight, Gap(weight, alignment)))];
        _zeros = [.. _weights.Select(part => zeros_like(part.Weight).flatten())];
        Flat = new(_weights.Length == 0 ? zeros(0) : cat(Parts(weight => weight.detach().flatten()), 0));
        Flat.DetachFromDisposeScope();
        foreach (var zero in _zeros)
            zero.DetachFromDisposeScope();
        var start = 0L;
        foreach (var (weight, gap) in _weights)
        {
            var count = weight.numel();
            weight.set_(Flat.detach().narrow(0, start, count).view(weight.shape));
            start += count + (gap?.numel() ?? 0);
        }
    }

    public Parameter Flat { get; }

    public Tensor Flatten(Func<Parameter, Tensor> of) => _weights.Length == 0 ? zeros(0) : cat(Parts(weight => of(weight).reshape(-1)), 0);

    public void ForgetGradient()
    {
        Flat.grad = null;
        foreach (var (weight, _) in _weights)
            weight.grad = null;
    }

    public void GatherGradient()
    {
        if (_weights.Length == 0)
            return;
        var gathered = cat(Gradients(), 0);
        if (Flat.grad is { } before)
            before.add_(gathered, KeptScalar.One);
        else
            Flat.grad = gathered;
        foreach (var (weight, _) in _weights)
            weight.grad = null;
    }

    public void Dispose()
    {
        Flat.Dispose();
        foreach (var zero in _zeros)
            zero.Dispose();
        foreach (var (_, gap) in _weights)
            gap?.Dispose();
    }

    private Tensor[] Gradients() => Parts(weight => weight.grad?.reshape(-1));

    private Tensor[] Parts(Func<Parameter, Tensor?> of)
    {
        var parts = new List<Tensor>(2 * _weights.Length);
        foreach (var (i, (weight, gap)) in _weights.Index())
        {
            parts.Add(of(weight) ?? _zeros[i]);
            if (gap is not null)
                parts.Add(gap);
        }

        return [.. parts];
    }

    private static Tensor? Gap(Parameter weight, long alignment) => (alignment - weight.numel() % alignment) % alignment is var gap and > 0
        ? zeros(gap, weight.dtype, weight.device).DetachFromDisposeScope()
        : null;
}
