using Microsoft.ML.OnnxRuntime;

namespace Paretune.Models.Running;

/// <summary>Runs a model file in ONNX Runtime on the CPU.</summary>
public sealed class OnnxModel : IDisposable
{
    private static readonly RunOptions Options;

    private readonly InferenceSession _session;
    private readonly string[] _inputs, _outputs;

    static OnnxModel()
    {
        // ONNX Runtime's telemetry looks up a host name when the library is loaded, before a call can disable it.
        NativeEnvironment.SetDefault("ORT_DISABLE_TELEMETRY", "1");
        OrtEnv.Instance().DisableTelemetryEvents();
        Options = new();
    }

    /// <exception cref="InvalidDataException">The bytes are not a model that can run; the message says why.</exception>
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

    /// <summary>The version of ONNX Runtime.</summary>
    public static string RuntimeVersion => OrtEnv.Instance().GetVersionString();

    public IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>The shape of the only input; a free dimension is −1.</summary>
    public IReadOnlyList<int> InputShape => _session.InputMetadata.Values.First().Dimensions;

    public bool TakesOneInput => _inputs.Length == 1 && _outputs.Length == 1;

    /// <summary>Runs the model once.</summary>
    /// <param name="input">[n, channels, size, size], normalized.</param>
    /// <returns>[n, classes].</returns>
    public float[] Run(float[] input, params long[] shape)
    {
        using var results = Outputs(input, shape);
        return results[0].GetTensorDataAsSpan<float>().ToArray();
    }

    /// <summary>Runs the model once and passes each output on.</summary>
    /// <param name="see">Receives an output's name and its values.</param>
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
