//! What kernels and the functions of this module need to know of a number type.

use bytemuck::Pod;
use nalgebra::RealField;

use crate::simd::Vectorized;

/// What kernels and the functions of this module compute with: `f32` or `f64`, and so every [`Scalar`](crate::Scalar).
pub trait Number: RealField + Pod + Default + sealed::Sealed {
    /// The nearest value to `value`.
    fn nearest(value: f64) -> Self;

    /// This value in `f64`, exactly.
    fn widened(self) -> f64;
}

impl Number for f32 {
    #[inline]
    fn nearest(value: f64) -> Self {
        value as Self
    }

    #[inline]
    fn widened(self) -> f64 {
        f64::from(self)
    }
}

impl Number for f64 {
    #[inline]
    fn nearest(value: f64) -> Self {
        value
    }

    #[inline]
    fn widened(self) -> f64 {
        self
    }
}

mod sealed {
    /// Kernels with `unsafe` code trust what is known of these types, so there are no others.
    pub trait Sealed: super::Coefficients {}
    impl Sealed for f32 {}
    impl Sealed for f64 {}
}

/// How the bits of a number are read, and the polynomials that are exact enough for it.
pub trait Coefficients: Sized + Vectorized + 'static {
    /// So large that what is added to it is rounded to an integer, which is then in its last bits.
    const ROUNDER: Self;

    /// Below the first of these `eˣ` is 0, above the second infinite.
    const EXP_RANGE: (Self, Self);

    /// Below that `eˣ − 1` is −1.
    const EXP_M1_LOWEST: Self;

    /// Above that `tanh x` is 1.
    const TANH_HIGHEST: Self;

    /// `ln 2` as a sum. The first part has so few digits that its multiples by exponents are exact.
    const LN_2: (Self, Self);

    /// The smallest number with all digits.
    const SMALLEST_NORMAL: Self;

    /// `2ⁿ`, which gives all digits to smaller ones, and `n`.
    const NORMALIZER: (Self, Self);

    /// From there on `erfc x` is 0, and the `m` of the polynomial for it.
    const ERFC_FAR: (Self, Self);

    /// `(eʳ − 1 − r) / r²` for `|r| ≤ ½ ln 2`. These and all coefficients: lowest power first, from `fit.py`.
    const EXP: &'static [Self];

    /// `(2ᶠ − 1) / f` for `|f| ≤ ½`.
    const EXP_2: &'static [Self];

    /// `(tanh √z / √z − 1) / z` for `√z ≤ 0.55`.
    const TANH: &'static [Self];

    /// `(2 artanh √z / √z − 2) / z` for `√z ≤ 3 − √8`.
    const LN: &'static [Self];

    /// `erf √y / √y − 1` for `y ≤ 1`.
    const ERF: &'static [Self];

    /// `(1 + 2 x) exp(x²) erfc x` of `(x − m) / (x + m)`, for `x ≥ ½`.
    const ERFC: &'static [Self];

    /// `2ⁿ` for the integer `n` in `ROUNDER + n`.
    fn power_of_two(rounded: Self) -> Self;

    /// `(k, m)` with `2ᵏ m` the positive normal number and `√½ ≤ m < √2`.
    fn split(self) -> (Self, Self);

    /// The number with half of its digits, so that its square is exact.
    fn head(self) -> Self;
}

/// What follows from the bits of a float, with so many digits of them behind the first one.
macro_rules! bits {
    ($float:ident, $bits:ident, $digits:literal) => {
        const ROUNDER: Self = 1.5 * ((1 as $bits) << $digits) as Self;
        const SMALLEST_NORMAL: Self = Self::MIN_POSITIVE;
        const NORMALIZER: (Self, Self) = (((1 as $bits) << $digits) as Self, $digits as Self);

        #[inline(always)]
        fn power_of_two(rounded: Self) -> Self {
            const ONE: $bits = $float::to_bits(1.0);
            Self::from_bits((rounded.to_bits() << $digits).wrapping_add(ONE))
        }

        #[inline(always)]
        fn split(self) -> (Self, Self) {
            const ONE: $bits = $float::to_bits(1.0);
            const LOWEST: $bits = core::$float::consts::FRAC_1_SQRT_2.to_bits();
            const MANTISSA: $bits = (1 << $digits) - 1;
            // A number to whose last bits an exponent can be added: there is no vector of integers to be made floats.
            const SHIFT: $float = ((1 as $bits) << $digits) as $float;
            let raised = self.to_bits().wrapping_add(ONE - LOWEST);
            let exponent = Self::from_bits((raised >> $digits) | SHIFT.to_bits());
            let bias = SHIFT + (ONE >> $digits) as $float;
            (exponent - bias, Self::from_bits((raised & MANTISSA) + LOWEST))
        }

        #[inline(always)]
        fn head(self) -> Self {
            const TAIL: $bits = (1 << ($digits / 2 + 1)) - 1;
            Self::from_bits(self.to_bits() & !TAIL)
        }
    };
}

impl Coefficients for f32 {
    const EXP_RANGE: (Self, Self) = (-104.0, 89.0);
    const EXP_M1_LOWEST: Self = -20.0;
    const TANH_HIGHEST: Self = 10.0;
    const LN_2: (Self, Self) = (0.693_145_75, 1.428_606_8e-6);
    const ERFC_FAR: (Self, Self) = (10.1, 2.0);
    const EXP: &'static [Self] =
        &[0.5, 0.166_666_67, 0.041_666_478, 0.008_333_191, 0.001_393_369_3, 0.000_199_593_24];
    const EXP_2: &'static [Self] = &[
        core::f32::consts::LN_2,
        0.240_226_5,
        0.055_503_58,
        0.009_618_077,
        0.001_339_164_9,
        0.000_154_563_6,
    ];
    const TANH: &'static [Self] =
        &[-0.333_333_16, 0.133_325_58, -0.053_849_87, 0.021_063_065, -0.006_263_482_4];
    const LN: &'static [Self] = &[0.666_667_76, 0.399_775_86, 0.298_706_92];
    const ERF: &'static [Self] = &[
        0.128_379_17,
        -0.376_126_3,
        0.112_836_18,
        -0.026_855_124,
        0.005_190_726,
        -0.000_803_065_4,
        7.919_902e-5,
    ];
    const ERFC: &'static [Self] = &[
        1.276_978_4,
        -0.092_763_77,
        -0.166_030_48,
        0.164_048_85,
        -0.054_214_064,
        -0.008_006_667,
        0.008_667_608,
        0.001_149_730_9,
        -0.001_273_918_9,
        -0.000_229_137_76,
    ];

    bits!(f32, u32, 23);
}

impl Coefficients for f64 {
    const EXP_RANGE: (Self, Self) = (-746.0, 710.0);
    const EXP_M1_LOWEST: Self = -40.0;
    const TANH_HIGHEST: Self = 20.0;
    const LN_2: (Self, Self) = (0.693_147_180_369_123_8, 1.908_214_929_270_587_7e-10);
    const ERFC_FAR: (Self, Self) = (27.3, 4.0);
    const EXP: &'static [Self] = &[
        0.500_000_000_000_000_6,
        0.166_666_666_666_666_77,
        0.041_666_666_666_573_635,
        0.008_333_333_333_321_452,
        0.001_388_888_893_237_386_2,
        0.000_198_412_698_865_231_88,
        2.480_150_445_235_580_5e-5,
        2.755_724_385_001_198e-6,
        2.762_632_399_462_59e-7,
        2.510_915_133_606_230_6e-8,
    ];
    const EXP_2: &'static [Self] = &[
        core::f64::consts::LN_2,
        0.240_226_506_959_101_36,
        0.055_504_108_664_822_936,
        0.009_618_129_107_592_419,
        0.001_333_355_814_616_435,
        0.000_154_035_304_590_734_24,
        1.525_273_403_695_870_2e-5,
        1.321_543_437_492_515_9e-6,
        1.017_798_553_771_145e-7,
        7.073_929_424_652_422_4e-9,
        4.465_559_198_419_876_5e-10,
    ];
    const TANH: &'static [Self] = &[
        -0.333_333_333_333_322_93,
        0.133_333_333_331_670_97,
        -0.053_968_253_875_600_954,
        0.021_869_485_967_725_1,
        -0.008_863_194_446_034_863,
        0.003_591_719_429_301_939_6,
        -0.001_453_216_122_577_926,
        0.000_579_136_617_784_287_9,
        -0.000_210_303_545_471_328_03,
        5.102_320_914_210_48e-5,
    ];
    const LN: &'static [Self] = &[
        0.666_666_666_666_673_6,
        0.399_999_999_994_054,
        0.285_714_287_440_935_3,
        0.222_221_984_218_330_56,
        0.181_835_713_291_376_82,
        0.153_138_877_093_376_65,
        0.147_974_534_205_709_33,
    ];
    const ERF: &'static [Self] = &[
        0.128_379_167_095_512_6,
        -0.376_126_389_031_838_76,
        0.112_837_916_709_587_83,
        -0.026_866_170_645_631_897,
        0.005_223_977_629_245_65,
        -0.000_854_832_719_935_827_2,
        0.000_120_553_381_614_006_56,
        -1.492_574_818_020_635_4e-5,
        1.646_324_730_713_026_8e-6,
        -1.637_237_189_169_822_5e-7,
        1.479_835_723_436_991_1e-8,
        -1.187_655_559_183_910_5e-9,
        6.762_801_638_832_501e-11,
    ];
    const ERFC: &'static [Self] = &[
        1.232_995_118_625_552_6,
        -0.139_621_116_840_561_72,
        0.015_379_652_102_609_364,
        0.068_097_054_254_591_96,
        -0.101_039_066_035_741_18,
        0.093_732_835_002_127_63,
        -0.066_330_365_824_965_04,
        0.037_167_515_472_286_826,
        -0.016_197_733_907_175_448,
        0.005_031_970_598_735_338,
        -0.000_757_774_326_919_229_2,
        -0.000_199_260_263_365_827_18,
        0.000_150_626_093_924_148_28,
        -2.438_627_867_386_462_7e-5,
        -1.123_387_794_978_863_8e-5,
        5.679_866_183_300_116e-6,
        3.136_135_904_171_12e-7,
        -7.825_117_703_022_946e-7,
        5.506_423_530_691_932e-8,
        7.442_257_397_069_332e-8,
        -7.899_884_635_803_9e-9,
    ];

    bits!(f64, u64, 52);
}
