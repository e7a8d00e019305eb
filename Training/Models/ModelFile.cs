using System.Globalization;
using System.Text.Json;
using Paretune.Models.Onnx;
using Paretune.Training.Images;
using Paretune.Tuning.Networks;
using static TorchSharp.torch;

namespace Paretune.Training.Models;

/// <summary>Writes a trial's model as a safetensors file, with the metadata needed to use it elsewhere.</summary>
internal static class ModelFile
{
    public static void Write(
        Stream file, IReadOnlyDictionary<string, Tensor> state, Job job, NetworkPlan plan, ResidentImages images, NetworkInput input) =>
        Safetensors.Write(
            file, state.ToDictionary(entry => ModelState.RowsName(entry.Key), entry => entry.Value), Metadata(job, plan, images, input));

    private static Dictionary<string, string> Metadata(Job job, NetworkPlan plan, ResidentImages images, NetworkInput input) => new()
    {
        ["network"] = job.Network,
        ["configuration"] = JsonSerializer.Serialize(job.Configuration, ParetuneJson.Options),
        ["dataset"] = job.Dataset,
        ["classes"] = JsonSerializer.Serialize(images.Dataset.Classes, ParetuneJson.Options),
        ["baseResolution"] = job.BaseResolution.ToString(CultureInfo.InvariantCulture),
        ["imageSize"] = images.Dataset.Size.ToString(CultureInfo.InvariantCulture),
        ["epochs"] = job.Epochs.ToString(CultureInfo.InvariantCulture),
        ["seed"] = job.Seed.ToString(CultureInfo.InvariantCulture),
        ["producer"] = $"paretune {ModelFacts.Version}",
        ["inputSize"] = plan.InputSize.ToString(CultureInfo.InvariantCulture),
        ["mean"] = Channels(input.Mean),
        ["std"] = Channels(input.Deviation),
    };

    /// <summary>Formats one number per channel, for pixels of 0 to 255.</summary>
    private static string Channels(Tensor statistic)
    {
        using var host = statistic.cpu();
        return JsonSerializer.Serialize(host.data<float>().ToArray(), ParetuneJson.Options);
    }
}
