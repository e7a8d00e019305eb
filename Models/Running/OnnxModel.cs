using Microsoft.ML.OnnxRuntime;

namespace Paretune.Models.Running;

/// <summary>A model file on ONNX Runtime's CPU.</summary>
public sealed class OnnxModel : IDisposable
{
    private static readonly RunOptions Options = new();

    private readonly InferenceSession _session;
    private readonly string[] _inputs, _outputs;

    static OnnxModel()
    {
        // Its telemetry asks for a host name as soon as the library is loaded: switching it off by a call comes too late.
        NativeEnvironment.SetDefault("ORT_DISABLE_TELEMETRY", "1");
        OrtEnv.Instance().DisableTelemetryEvents();
    }

    /// <exception cref="InvalidDataException">The bytes are no model that can run; the message says why.</exception>
    public OnnxModel(byte[] file, int threads)
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        try
        {
            _session = new(file, options);
        }
        catch (OnnxRuntimeException refused)
        {
            throw new InvalidDataException($"must be a valid ONNX model, but ONNX Runtime cannot load it: {refused.Message}", refused);
        }

        (_inputs, _outputs) = ([.. _session.InputMetadata.Keys], [.. _session.OutputMetadata.Keys]);
    }

    /// <summary>Of the runtime that runs it.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>The one input's shape; a side that is free is −1.</summary>
    public IReadOnlyList<int> InputShape => _session.InputMetadata.Values.First().Dimensions;

    public bool TakesOneInput => _inputs.Length == 1 && _outputs.Length == 1;

    /// <summary>One run.</summary>
    /// <param name="input">[n, 3, size, size], normalised.</param>
    /// <returns>[n, classes].</returns>
    public float[] Run(float[] input, params long[] shape)
    {
        using var results = Outputs(input, shape);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>One run, and what each output holds.</summary>
    /// <param name="see">Is given the output's name and its values.</param>
    internal void Run(float[] input, long[] shape, Action<string, ReadOnlySpan<float>> see)
    {
        using var results = Outputs(input, shape);
        for (var at = 0; at < _outputs.Length; at++)
            see(_outputs[at], results[at].GetTensorDataAsSpan<float>());
    }

    public void Dispose() => _session.Dispose();

    private IDisposableReadOnlyCollection<OrtValue> Outputs(float[] input, long[] shape)
    {
        using var value = OrtValue.CreateTensorValueFromMemory(input, shape);
        return _session.Run(Options, _inputs, [value], _outputs);
    }
}
