using System.Globalization;
using System.Text.Json;
using Paretune.Models.Onnx;

namespace Paretune.Models.Cards;

/// <summary>Code that loads and runs a model, in several languages.</summary>
internal static class Loading
{
    public static string Format(ModelFacts model) => Template
        .Replace("SIZE", model.InputSize.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("KOTLIN", model.Channels == 1 ? KotlinGrey : KotlinRgb, StringComparison.Ordinal)
        .Replace("CHANNELS", model.Channels.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("COLOURS", model.Channels == 1 ? "grey" : "red, green and blue", StringComparison.Ordinal)
        .Replace("PIL", model.Channels == 1 ? "L" : "RGB", StringComparison.Ordinal)
        .Replace("PIXELS", model.Channels == 1 ? "grey" : "rgb", StringComparison.Ordinal)
        .Replace("CLASSES", model.Classes.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("MEAN", Numbers(model.Mean), StringComparison.Ordinal)
        .Replace("STD", Numbers(model.Deviation), StringComparison.Ordinal);

    private static string Numbers(IEnumerable<float> figures) =>
        JsonSerializer.Serialize(figures)[1..^1].Replace(",", "f, ", StringComparison.Ordinal) + "f";

    private const string KotlinRgb =
        "for (c in 0..2) for (p in pixels) input.put(((p shr (16 - 8 * c) and 255) - mean[c]) / std[c])";

    // The luma formula of SquareImage.
    private const string KotlinGrey =
        "for (p in pixels) input.put((0.299f * (p shr 16 and 255) + 0.587f * (p shr 8 and 255) + 0.114f * (p and 255) - mean[0]) / std[0])";

    private const string Template = """

        ## How to load it
        Each example takes an image already resized to SIZE×SIZE, as COLOURS bytes. The file's metadata holds classes, mean and std too.

        With Paretune: `paretune classify model.onnx image.png`

        **C#** (package Microsoft.ML.OnnxRuntime)
        ```csharp
        using Microsoft.ML.OnnxRuntime;
        float[] mean = [MEAN], std = [STD];
        var input = new float[CHANNELS * SIZE * SIZE];                       // PIXELS: byte[SIZE * SIZE * CHANNELS]
        for (var i = 0; i < PIXELS.Length; i++)
            input[i % CHANNELS * SIZE * SIZE + i / CHANNELS] = (PIXELS[i] - mean[i % CHANNELS]) / std[i % CHANNELS];
        using var session = new InferenceSession("model.onnx");
        using var image = OrtValue.CreateTensorValueFromMemory(input, [1, CHANNELS, SIZE, SIZE]);
        using var results = session.Run(new RunOptions(), ["image"], [image], ["logits"]);
        var logits = results[0].GetTensorDataAsSpan<float>();          // CLASSES of them; the largest is the answer
        ```

        **Python** (`pip install onnxruntime pillow numpy`)
        ```python
        import json, numpy as np, onnxruntime as ort
        from PIL import Image, ImageOps
        session = ort.InferenceSession("model.onnx")
        facts = session.get_modelmeta().custom_metadata_map
        mean, std = (np.array(json.loads(facts[key]), np.float32) for key in ("mean", "std"))
        upright = ImageOps.exif_transpose(Image.open("image.png"))
        image = np.asarray(upright.convert("PIL").resize((SIZE, SIZE), Image.BILINEAR), np.float32).reshape(SIZE, SIZE, CHANNELS)
        logits = session.run(None, {"image": ((image - mean) / std).transpose(2, 0, 1)[None]})[0][0]
        print(json.loads(facts["classes"])[logits.argmax()])
        ```

        **Android** (Kotlin, `implementation("com.microsoft.onnxruntime:onnxruntime-android:1.20.0")`)
        ```kotlin
        val mean = floatArrayOf(MEAN); val std = floatArrayOf(STD)
        val pixels = IntArray(SIZE * SIZE).also { bitmap.getPixels(it, 0, SIZE, 0, 0, SIZE, SIZE) }
        val input = FloatBuffer.allocate(CHANNELS * SIZE * SIZE)
        KOTLIN
        input.rewind()
        val env = OrtEnvironment.getEnvironment()
        val session = env.createSession(assets.open("model.onnx").readBytes())
        val logits = OnnxTensor.createTensor(env, input, longArrayOf(1, CHANNELS, SIZE, SIZE)).use {
            (session.run(mapOf("image" to it))[0].value as Array<FloatArray>)[0]
        }
        ```

        **C** (onnxruntime_c_api.h; each call returns a status to check)
        ```c
        static const float mean[CHANNELS] = {MEAN}, std[CHANNELS] = {STD};
        static float input[CHANNELS * SIZE * SIZE];                          /* PIXELS: unsigned char[SIZE * SIZE * CHANNELS] */
        for (int i = 0; i < CHANNELS * SIZE * SIZE; i++)
            input[i % CHANNELS * SIZE * SIZE + i / CHANNELS] = (PIXELS[i] - mean[i % CHANNELS]) / std[i % CHANNELS];
        const OrtApi *ort = OrtGetApiBase()->GetApi(ORT_API_VERSION);
        OrtEnv *env; OrtSessionOptions *options; OrtSession *session; OrtMemoryInfo *cpu; OrtValue *image, *result = NULL;
        ort->CreateEnv(ORT_LOGGING_LEVEL_WARNING, "model", &env);
        ort->CreateSessionOptions(&options);
        ort->CreateSession(env, "model.onnx", options, &session);
        ort->CreateCpuMemoryInfo(OrtArenaAllocator, OrtMemTypeDefault, &cpu);
        const int64_t shape[] = {1, CHANNELS, SIZE, SIZE};
        ort->CreateTensorWithDataAsOrtValue(cpu, input, sizeof input, shape, 4, ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT, &image);
        const char *in[] = {"image"}, *out[] = {"logits"};
        ort->Run(session, NULL, in, (const OrtValue *const *)&image, 1, out, 1, &result);
        float *logits;
        ort->GetTensorMutableData(result, (void **)&logits);           /* CLASSES of them */
        ```

        """;
}
