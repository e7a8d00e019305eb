using System.Globalization;
using System.Text.Json;
using Paretune.Models.Onnx;

namespace Paretune.Models.Cards;

/// <summary>Code that loads and runs a model, in several languages.</summary>
internal static class Loading
{
    public static string Format(ModelFacts model) => Template
        .Replace("PREPARED", Prepared(model), StringComparison.Ordinal)
        .Replace("SIDE", model.ImageSize.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("SIZE", model.InputSize.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("KOTLIN", model.Channels == 1 ? KotlinGrey : KotlinRgb, StringComparison.Ordinal)
        .Replace("CHANNELS", model.Channels.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("COLOURS", model.Channels == 1 ? "grey" : "red, green and blue", StringComparison.Ordinal)
        .Replace("MODE", model.Channels == 1 ? "L" : "RGB", StringComparison.Ordinal)
        .Replace("PIXELS", model.Channels == 1 ? "grey" : "rgb", StringComparison.Ordinal)
        .Replace("CLASSES", model.Classes.Length.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("MEAN", Numbers(model.Mean), StringComparison.Ordinal)
        .Replace("STD", Numbers(model.Deviation), StringComparison.Ordinal);

    private static string Prepared(ModelFacts model) => model.InputSize == model.ImageSize
        ? "and scale it to SIDE×SIDE pixels"
        : "scale it to SIDE×SIDE pixels, and resize that to SIZE×SIZE bilinearly between pixel centres, without antialiasing (as torch's "
            + "`interpolate`)";

    private static string Numbers(IEnumerable<float> numbers) => string.Join(", ", numbers.Select(Literal));

    /// <summary>Formats a number as the four languages accept it: C refuses the suffix f after a whole number.</summary>
    private static string Literal(float number)
    {
        var text = JsonSerializer.Serialize(number);
        return text.AsSpan().ContainsAny('.', 'E') ? $"{text}f" : $"{text}.0f";
    }

    private const string KotlinRgb =
        "for (c in 0..2) for (p in pixels) input.put(((p shr (16 - 8 * c) and 255) - mean[c]) / std[c])";

    // The luma formula of SquareImage.
    private const string KotlinGrey =
        "for (p in pixels) input.put((0.299f * (p shr 16 and 255) + 0.587f * (p shr 8 and 255) + 0.114f * (p and 255) - mean[0]) / std[0])";

    private const string Template = """

        ## How to load it
        With Paretune: `paretune classify model.onnx image.png`

        Training and `paretune classify` cut out the middle square of an image, PREPARED.
        The Python example does the same with images of 8 bits per channel; the others take the SIZE×SIZE pixels, as COLOURS bytes.
        The file's metadata holds classes, mean and std too.

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
        mean, std = (np.array(json.loads(facts[key]), np.float32)[:, None, None] for key in ("mean", "std"))
        upright = ImageOps.exif_transpose(Image.open("image.png")).convert("MODE")
        short = min(upright.size)
        left, top = ((length - short) // 2 for length in upright.size)
        square = upright.crop((left, top, left + short, top + short)).resize((SIDE, SIDE), Image.BILINEAR)
        step = SIDE / SIZE
        grid = (step, 0, 0, 0, step, 0)                                # resize() would use antialiasing
        planes = [plane.convert("F").transform((SIZE, SIZE), Image.AFFINE, grid, Image.BILINEAR) for plane in square.split()]
        image = (np.stack([np.asarray(plane) for plane in planes]) - mean) / std
        logits = session.run(None, {"image": image[None]})[0][0]
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
